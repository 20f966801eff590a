import { describe, expect, it } from "vitest";
import type { ServiceKind } from "$lib/bindings/ServiceKind";
import type { WorkspaceView } from "$lib/bindings/WorkspaceView";
import { assumptionOf } from "./assumption";

const counted = (checks: number, service: ServiceKind = "gen") =>
  ({ service, checks_per_30_days: checks }) as WorkspaceView;

describe("the assumption behind “so far”", () => {
  it("is said by the day or by the month, as it divides", () => {
    expect(assumptionOf([counted(30)], 1)).toContain("1 check a day");
    expect(assumptionOf([counted(4)], 1)).toContain("4 checks in 30 days");
  });

  it("is said once where several workspaces share it, and as each one's own where they do not", () => {
    expect(assumptionOf([counted(60), counted(60)], 1)).toContain("2 checks a day");
    expect(assumptionOf([counted(60), counted(30)], 1)).toContain("each workspace");
  });

  it("is none where nothing goes on, and none of a service that publishes its checks", () => {
    expect(assumptionOf([counted(30)], 0)).toBeNull();
    expect(assumptionOf([counted(30, "computer"), counted(30, "practice")], 1)).toBeNull();
  });
});
