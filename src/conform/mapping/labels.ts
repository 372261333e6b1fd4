/** Which fields records of a specification have, as its texts show: for what mappings may take for granted. */
import type { ResolvedSpec } from "../../resolve/types.js";
import { walk } from "../../tla/visit.js";

export class Labels {
  /** Of each record, and set of records, that is written out. */
  private readonly records: ReadonlySet<string>[] = [];

  constructor(spec: ResolvedSpec) {
    for (const { module, origin } of spec.modules.values())
      if (origin !== "library")
        walk(module, (node) => {
          if (node.kind === "Record" || node.kind === "RecordSet")
            this.records.push(new Set(node.fields.map((f) => f.name.text)));
        });
  }

  has(label: string): boolean {
    return this.records.some((r) => r.has(label));
  }

  /** Whether some record with a field `given` is without `label`. */
  mayLack(label: string, given: string): boolean {
    return this.records.some((r) => r.has(given) && !r.has(label));
  }
}
