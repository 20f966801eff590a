/** The key that commands are given with on this system. */
const apple = /Mac|iPhone|iPad/.test(navigator.platform);

/** A shortcut as this system writes it: `Ctrl K`, or `⌘K`. */
export const commandKey = (key: string): string => (apple ? `⌘${key}` : `Ctrl ${key}`);
