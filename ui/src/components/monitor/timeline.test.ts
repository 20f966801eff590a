import { beforeEach, describe, expect, it } from "vitest";
import type { MonitorEvent } from "$lib/bindings/MonitorEvent";
import type { TimelineEntry } from "$lib/bindings/TimelineEntry";
import { readIn } from "$lib/format";
import { rowsOf, rowTime } from "./timeline";

const at = (text: string) => Date.parse(text);
const line = (when: string, event: MonitorEvent, times = 0, until = when): TimelineEntry => ({
  at: at(when),
  event,
  confirmed: times > 0 ? { times, until: at(until) } : null,
});
const watching: MonitorEvent = {
  kind: "state_changed",
  state: "watching",
  status: "processing",
  reason: null,
};
const failed: MonitorEvent = {
  kind: "state_changed",
  state: "failed",
  status: "failed",
  reason: "profile not found",
};
const began = [
  line("2026-11-09T09:12:02Z", { kind: "accepted", job_id: "48213" }),
  line("2026-11-09T09:12:00Z", { kind: "started", at_most: 300_000 }),
];
const rows = (timeline: TimelineEntry[], gaps: Parameters<typeof rowsOf>[1] = []) =>
  rowsOf(timeline, gaps, "gen", true);

beforeEach(() => readIn("en", "Europe/Berlin"));

describe("the timeline", () => {
  it("tells a reason of this computer's service as a sentence, and one of GEN's as a quote", () => {
    const reason = "Apify needs a key of yours. Add it in Settings, under Sources.";
    const missed = [line("2026-11-10T09:00:00Z", { kind: "check_failed", reason })];
    expect(rowsOf(missed, [], "computer", true)[0]?.text).toBe(reason);
    expect(rowsOf(missed, [], "gen", true)[0]?.text).toBe(`“${reason}”`);
  });

  it("tells a start, newest first", () => {
    expect(rows(began).map((row) => `${row.word}: ${row.text}`)).toEqual([
      "Waiting: GEN accepted it as job 48213.",
      "Started by you: Up to $0.30 per check.",
    ]);
  });

  it("says of a start that costs nothing that it is free, not up to nothing", () => {
    const [started] = rows([line("2026-11-09T09:12:00Z", { kind: "started", at_most: 0 })]);
    expect(started?.text).toBe("Free.");
  });

  it("tells what is waiting once, though it was accepted and then seen waiting", () => {
    const pending: MonitorEvent = {
      kind: "state_changed",
      state: "waiting",
      status: "pending",
      reason: null,
    };
    const told = rows([line("2026-11-09T09:12:30Z", pending, 3, "2026-11-09T09:14:00Z"), ...began]);
    expect(told.map((row) => row.text)).toEqual([
      "GEN accepted it as job 48213. Confirmed 3 times.",
      "Up to $0.30 per check.",
    ]);
  });

  it("folds repeats into one row with a count and the last time", () => {
    const [row] = rows([line("2026-11-14T08:10:00Z", watching, 1406, "2026-11-23T13:21:00Z")]);
    expect(row?.text).toBe("GEN answered “processing”. Confirmed 1,406 times.");
    expect(row?.watching).toBe(true);
    expect(rowTime(row ?? { at: 0, until: null }, at("2026-11-23T13:31:00Z"))).toBe("14 Nov – today 14:21");
  });

  it("tells a change and its confirmation as one", () => {
    const told = rows([
      line("2026-11-14T08:02:03Z", { kind: "change_confirmed", seen: true }),
      line("2026-11-14T08:02:00Z", {
        kind: "changed",
        fields: [
          { field: "max_results", from: "20", to: "50" },
          { field: "country", from: "", to: "de" },
          { field: "comment_monitoring", from: "false", to: "true" },
        ],
      }),
    ]);
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toBe(
      "How many per check: 20 → 50. Country: Any → Germany. Comments: off → on. GEN confirmed.",
    );
  });

  it("puts a gap of ours into the state in which it lay", () => {
    const gap = {
      from: at("2026-11-22T21:10:00Z"),
      until: at("2026-11-23T06:45:00Z"),
      why: "asleep" as const,
    };
    const told = rows([line("2026-11-23T13:26:00Z", failed), line("2026-11-14T08:10:00Z", watching)], [gap]);
    expect(told.map((row) => row.word)).toEqual(["Failed", "Watching"]);
    expect(told[1]?.text).toContain("Nothing between 22 Nov 22:10 and 07:45: this computer was asleep.");
  });

  it("counts the gaps before the latest, and gives one after a change a row of its own", () => {
    const gap = (day: string) => ({
      from: at(`2026-11-${day}T21:00:00Z`),
      until: at(`2026-11-${day}T23:00:00Z`),
      why: "closed" as const,
    });
    const changed: MonitorEvent = { kind: "changed", fields: [{ field: "days", from: "30", to: "0" }] };
    const told = rows(
      [line("2026-11-14T08:02:00Z", changed), line("2026-11-10T08:10:00Z", watching)],
      [gap("11"), gap("15"), gap("16"), gap("17")],
    );
    expect(told.map((row) => row.word)).toEqual(["Not looked at", "Changed by you", "Watching"]);
    expect(told[0]?.text).toMatch(/Feedwatch was closed\. And 2 more times before\.$/u);
    expect(told[1]?.text).toBe("Posts from: Last 30 days → Any time.");
    expect(told[2]?.text).toMatch(/Feedwatch was closed\.$/u);
    expect(new Set(told.map((row) => row.key)).size).toBe(3);
  });

  it("stands a state that is still confirmed above what happened meanwhile", () => {
    const changed: MonitorEvent = { kind: "changed", fields: [{ field: "days", from: "30", to: "7" }] };
    const told = rows([
      line("2026-11-22T11:31:00Z", changed),
      line("2026-11-10T08:10:00Z", watching, 1440, "2026-11-23T13:27:00Z"),
      ...began,
    ]);
    expect(told.map((row) => row.word)).toEqual(["Watching", "Changed by you", "Waiting", "Started by you"]);
  });

  it("does not tell a start again for a gap that came before any state", () => {
    const gap = {
      from: at("2026-11-09T10:00:00Z"),
      until: at("2026-11-09T12:00:00Z"),
      why: "closed" as const,
    };
    const told = rows([line("2026-11-09T09:12:00Z", { kind: "started", at_most: 300_000 })], [gap]);
    expect(told.map((row) => row.word)).toEqual(["Not looked at", "Started by you"]);
    expect(told[0]?.mark).toEqual({ kind: "unseen" });
  });

  it("keeps the service's reason in its own words", () => {
    expect(rows([line("2026-11-23T13:26:00Z", failed)])[0]?.text).toBe(
      "GEN reported the job as failed. “profile not found”",
    );
  });

  it("quotes a status nobody knows as the service wrote it", () => {
    const odd: MonitorEvent = { kind: "state_changed", state: "other", status: "quarantined", reason: null };
    expect(rows([line("2026-11-23T13:26:00Z", odd)])[0]?.word).toBe("“quarantined”");
  });

  it("passes over an event that only a newer host knows", () => {
    const odd = { kind: "brand_new" } as unknown as MonitorEvent;
    expect(rows([line("2026-11-23T13:26:00Z", odd), ...began])).toHaveLength(2);
  });
});
