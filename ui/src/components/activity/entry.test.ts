import { render, screen } from "@testing-library/svelte";
import { beforeEach, describe, expect, it } from "vitest";
import type { ActivityEntry } from "$lib/bindings/ActivityEntry";
import type { MonitorEvent } from "$lib/bindings/MonitorEvent";
import { readIn } from "$lib/format";
import { testId } from "$lib/test-ids";
import Entry from "./Entry.svelte";
import { tell } from "./tell";

const entry = (event: MonitorEvent, notified: ActivityEntry["notified"] = "no"): ActivityEntry => ({
  id: 1,
  at: 0,
  workspace_id: 1,
  monitor: { id: 1, platform: "tiktok", value: "#skintok" },
  what: { about: "monitor", event },
  notified,
  read: true,
});
const said = (event: MonitorEvent) => tell(entry(event), undefined).what;

beforeEach(() => readIn("en", "Europe/Berlin"));

describe("a line of Activity", () => {
  it("does not say of a start, which may run once, that it costs so much at every check", () => {
    expect(said({ kind: "started", at_most: 750_000 })).toBe("Started, up to $0.75");
  });

  it("names a changed field as the form does", () => {
    const fields = [{ field: "days" as const, from: "30", to: "7" }];
    expect(said({ kind: "changed", fields })).toBe("You changed: Posts from");
  });

  it("ends what happened before it says why", () => {
    render(Entry, { entry: entry({ kind: "outcome_unknown", code: "timed_out", up_to: 750_000 }) });
    expect(screen.getByTestId(testId.activityEntry).textContent).toMatch(/\$0\.75 held\.\s+GEN did not/u);
  });

  it("shows a notification that failed by another sign than one that was held back", () => {
    const sign = (notified: ActivityEntry["notified"]) => {
      const { container, unmount } = render(Entry, { entry: entry({ kind: "check_worked" }, notified) });
      const drawn = container.querySelector(".heard svg")?.innerHTML;
      unmount();
      return drawn;
    };
    expect(sign("failed")).toBeTruthy();
    expect(sign("failed")).not.toBe(sign("held"));
  });
});
