export { formatsOf, type Formats } from "./formats";
export { here, readIn } from "./here.svelte";
export { certainly, mostWords, perCheck, priced } from "./amounts";
