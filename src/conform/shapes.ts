/**
 * The names of records as lines have them. Lines of a log have few such lists: putting the names in order for each record
 * would take longer than all else.
 *
 * Representation: a tree over the names, in the order in which an object has them.
 */
import type { Bank, Ref } from "../engine/values/bank.js";

/** The domain of records, and for each name in its order which of the object's values is its. */
export interface NameOrder {
  readonly domain: Ref;
  readonly places: readonly number[];
}

/** The first names of objects. */
export interface Shape {
  readonly names: readonly string[];
  order: NameOrder | undefined;
  readonly after: Map<string, Shape>;
  /** The name that followed first, and what these names are with it: most often the same one follows. */
  name: string | undefined;
  next: Shape | undefined;
}

/** Beyond these, names are put in order anew. */
const MOST_SHAPES = 10_000;

export class Shapes {
  readonly empty = shapeOf([]);
  private count = 0;

  constructor(private readonly bank: Bank) {}

  with(shape: Shape, name: string): Shape {
    if (shape.name === name && shape.next !== undefined) return shape.next;
    const known = shape.after.get(name);
    if (known !== undefined) return known;
    const made = shapeOf([...shape.names, name]);
    if (this.count === MOST_SHAPES) return made;
    this.count += 1;
    shape.after.set(name, made);
    if (shape.next === undefined) {
      shape.name = name;
      shape.next = made;
    }
    return made;
  }

  order(shape: Shape): NameOrder {
    shape.order ??= this.ordered(shape.names);
    return shape.order;
  }

  private ordered(names: readonly string[]): NameOrder {
    const { bank } = this;
    const refs = names.map((name) => bank.string(name));
    const domain = bank.setOf(refs);
    return { domain, places: bank.list(domain).map((ref) => refs.indexOf(ref)) };
  }
}

const shapeOf = (names: readonly string[]): Shape => ({
  names,
  order: undefined,
  after: new Map(),
  name: undefined,
  next: undefined,
});
