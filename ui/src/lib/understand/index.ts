export { asHashtag } from "./names";
export type { Alternative, Fix, Hint, Note, Sureness, Understanding } from "./types";
export { understand } from "./understand";
