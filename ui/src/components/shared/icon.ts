import type { Component } from "svelte";

/** An icon: one of lucide's, or a mark of ours. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- icons differ in their props; none is passed
export type Icon = Component<any>;
