import fc from "fast-check";
import { expect, it } from "vitest";
import { FrameReader, frame } from "../../codegen/runtime/framing.js";

it("frames survive any cutting of the stream", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" })), fc.integer({ min: 1, max: 7 }), (texts, size) => {
      const bytes = Buffer.concat(texts.map(frame));
      const reader = new FrameReader();
      const seen: string[] = [];
      for (let i = 0; i < bytes.length; i += size)
        seen.push(...(reader.push(bytes.subarray(i, i + size)) ?? []));
      expect(seen).toEqual(texts);
    }),
  );
});

it("a frame that announces too much is refused before it arrives", () => {
  expect(new FrameReader(10).push(Buffer.from([0, 0, 0, 11]))).toBeUndefined();
  expect(new FrameReader(10).push(frame("0123456789"))).toEqual(["0123456789"]);
});
