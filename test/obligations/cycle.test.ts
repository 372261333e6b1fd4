import { expect, it } from "vitest";
import { cycle, type Edge } from "../../src/obligations/well-founded.js";

const edge = (text: string): Edge => {
  const [from = "", by = "", to = ""] = text.split(" ");
  return { from, to, by: by as Edge["by"] };
};

it("finds a way round, and the shortest one", () => {
  const edges = ["A same B", "B same C", "C chain A", "B lower A", "D same A"].map(edge);
  expect(cycle(edges)?.map((e) => e.to)).toEqual(["B", "A"]);
  expect(cycle(edges.filter((e) => e.by !== "lower"))?.map((e) => e.to)).toEqual(["B", "C", "A"]);
  expect(cycle(edges.filter((e) => e.by === "same"))).toBeUndefined();
  expect(cycle(["A chain A", "A same B"].map(edge), (e) => e.by !== "chain")).toBeUndefined();
});
