export { api, type ExportedPosts, type PracticeTarget } from "./api";
export { on, type HostEvents, type PostFileEnded } from "./events";
export { asProblem, isProblem } from "./problem";
