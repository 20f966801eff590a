export { api, type ExportedPosts, type PracticeTarget } from "./api";
export { on, type HostEvents, type PostFileEnded } from "./events";
export { openGen } from "./open-gen";
export { asProblem, isProblem } from "./problem";
