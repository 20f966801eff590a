import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { session } from "./session.svelte";

vi.mock("$lib/ipc", () => ({ api: {}, asProblem: (one: unknown) => one, on: () => () => undefined }));

const MINUTE = 60_000;

describe("the day of the window", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.setSystemTime("2026-11-23T23:57:30Z");
    session.today = Date.now();
  });
  afterEach(() => vi.useRealTimers());

  it("stays as it is from minute to minute, and moves on at midnight", () => {
    const before = session.today;
    const stop = session.listen();
    vi.advanceTimersByTime(2 * MINUTE);
    expect(session.today).toBe(before);
    vi.advanceTimersByTime(2 * MINUTE);
    expect(new Date(session.today).toISOString()).toContain("2026-11-24");
    stop();
  });
});
