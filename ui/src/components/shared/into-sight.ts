import type { Attachment } from "svelte/attachments";

/** Brings what appears into sight, at once: what moves slowly would be motion that nobody asked for. */
export const intoSight: Attachment<HTMLElement> = (node) => node.scrollIntoView({ block: "nearest" });
