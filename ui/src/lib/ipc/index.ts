export { api, type PracticeTarget } from "./api";
export { on, type HostEvents } from "./events";
export { asProblem, isProblem } from "./problem";
