/** From which side the page is read; what opens over it hangs elsewhere in the page and must be told. */
export const reading = (): "ltr" | "rtl" => (document.documentElement.dir === "rtl" ? "rtl" : "ltr");
