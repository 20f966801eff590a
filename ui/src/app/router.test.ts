import { describe, expect, it } from "vitest";
import { Router } from "./router.svelte";

const board = { name: "board", workspaceId: 1 } as const;
const monitor = { name: "monitor", monitorId: 7 } as const;

describe("the router", () => {
  it("goes back to the place that was left, and to the control that led away", () => {
    let focused: string | null = "card-7";
    const router = new Router(board, () => focused);
    router.go(monitor);
    expect(router.returnTo).toBeNull();
    focused = null;
    router.back();
    expect(router.place).toEqual(board);
    expect(router.returnTo).toBe("card-7");
  });

  it("goes to the board where there is no way back", () => {
    const router = new Router(monitor);
    router.back();
    expect(router.place).toEqual({ name: "board", workspaceId: null });
  });

  it("does not count a move to the place one is at", () => {
    const router = new Router(board);
    router.go({ ...board });
    router.back({ name: "activity" });
    expect(router.place).toEqual({ name: "activity" });
  });

  it("forgets a form that was sent, so that back leads to where it was opened", () => {
    const router = new Router(board);
    router.go({ name: "new-monitor", workspaceId: 1 });
    router.replace(monitor);
    router.back();
    expect(router.place).toEqual(board);
  });

  it("leaves a removed monitor and never returns to it", () => {
    const router = new Router(board);
    router.go(monitor);
    router.go({ name: "activity" });
    router.forget((place) => place.name === "monitor");
    expect(router.place).toEqual({ name: "activity" });
    router.back();
    expect(router.place).toEqual(board);
  });

  it("leaves a removed monitor once, whoever tells of it, and as often as it is told", () => {
    const router = new Router(board);
    router.go({ name: "activity" });
    router.go(monitor);
    router.forgetMonitor(7);
    router.forgetMonitor(7);
    expect(router.place).toEqual({ name: "activity" });
  });

  it("never returns to the first run", () => {
    const router = new Router({ name: "first-run" });
    router.go(board);
    router.back({ name: "activity" });
    expect(router.place).toEqual({ name: "activity" });
  });

  it("remembers which board is meant from places that belong to none", () => {
    const router = new Router(board);
    router.go({ name: "activity" });
    expect(router.board).toBe(1);
    router.go({ name: "board", workspaceId: null });
    expect(router.board).toBeNull();
  });
});
