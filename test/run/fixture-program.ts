import type { Program } from "../../codegen/runtime/host.js";
import * as election from "../runtime/fixture-election.js";

// The hand-written protocol in the form that hosts load.
export const protocol = election.protocol as unknown as Program["protocol"];
export const decided: Program["decided"] = (_self, slice) => election.policy.decided(slice as election.Slice);
