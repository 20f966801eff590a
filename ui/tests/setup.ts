import { cleanup, configure } from "@testing-library/svelte";
import { clearMocks } from "@tauri-apps/api/mocks";
import { afterEach } from "vitest";
import { speak } from "$lib/language";

// A module may take a word when it is read.
await speak("en");

// Nothing is laid out here, so nothing ever changes its size.
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

// And everything is in sight.
Element.prototype.scrollIntoView ??= () => undefined;

/** What is on the page goes first: it takes its listeners back from the host that the test stands in for. */
afterEach(async () => {
  cleanup();
  await new Promise((resolve) => setTimeout(resolve));
  clearMocks();
});

// What is waited for may take its time on a busy machine.
configure({ asyncUtilTimeout: 30_000 });
