-------------------------------- MODULE SVG --------------------------------
(* Pictures: SVG elements as records [name, attrs, children, innerText].   *)
(* Numbers become strings; attrs (a record or <<>>) may add attributes but *)
(* not change those that come from the other arguments.                    *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences
LOCAL INSTANCE Integers
LOCAL INSTANCE TLC
LOCAL INSTANCE FiniteSets

(* What TLC says where the Java part of this module is not there: it would *)
(* take for true, or for the value of a definition, what is not done.      *)
LOCAL Does(name) ==
  Assert(FALSE, name \o " is done by Java code that TLC was not given: set COMMUNITY_MODULES_JAR to the path of "
                     \o "the community modules' jar, and TLA2TOOLS_JAR to a TLC of about its age")

SVGElem(_name, _attrs, _children, _innerText) ==
  [children |-> _children, innerText |-> _innerText, name |-> _name, attrs |-> _attrs]

(* An element without children, its own attributes before the given ones.  *)
LOCAL Leaf(name, own, attrs, text) == SVGElem(name, own @@ attrs, <<>>, text)

Line(x1, y1, x2, y2, attrs) ==
  Leaf("line",
       [x1 |-> ToString(x1), x2 |-> ToString(x2), y1 |-> ToString(y1), y2 |-> ToString(y2)],
       attrs, "")

Circle(cx, cy, r, attrs) ==
  Leaf("circle", [r |-> ToString(r), cx |-> ToString(cx), cy |-> ToString(cy)], attrs, "")

LOCAL Box(x, y, w, h) ==
  [height |-> ToString(h), width |-> ToString(w), x |-> ToString(x), y |-> ToString(y)]

Rect(x, y, w, h, attrs) == Leaf("rect", Box(x, y, w, h), attrs, "")

Text(x, y, text, attrs) == Leaf("text", [y |-> ToString(y), x |-> ToString(x)], attrs, text)

Image(x, y, width, height, href, attrs) ==
  Leaf("image", Box(x, y, width, height) @@ ("xlink:href" :> href), attrs, "")

Group(children, attrs) == SVGElem("g", attrs, children, "")

Svg(children, attrs) == SVGElem("svg", attrs, children, "")

(* A document with one child and its view box.                             *)
SVGDoc(children, vbX, vbY, vbW, vbH, attrs) ==
  LET corner == ToString(vbX) \o (" " \o ToString(vbY))
      size == ToString(vbW) \o (" " \o ToString(vbH))
      own == "viewBox" :> (corner \o (" " \o size))
             @@ "xmlns" :> "http://www.w3.org/2000/svg"
             @@ "xmlns:xlink" :> "http://www.w3.org/1999/xlink"
  IN  Svg(<<children>>, own @@ attrs)

(* native: the element as text                                             *)
SVGElemToString(elem) ==
  CASE Does("SVGElemToString") -> CHOOSE text \in STRING : TRUE

(* native: where node n of m nodes is on a ring around (cx, cy)            *)
NodeOfRingNetwork(cx, cy, r, n, m) ==
  CASE Does("NodeOfRingNetwork") -> CHOOSE place \in [x : Int, y : Int] : TRUE

(* native: where the nodes of a graph are when it is drawn                 *)
NodesOfDirectedMultiGraph(nodes, edges, options) ==
  CASE Does("NodesOfDirectedMultiGraph") -> CHOOSE place \in [nodes -> [x : Int, y : Int]] : TRUE

(* The point after one of `segment` equal steps on the way.                *)
PointOnLine(from, to, segment) ==
  LET Step(a, b) == a + ((b - a) \div segment)
  IN  [y |-> Step(from.y, to.y), x |-> Step(from.x, to.x)]

(* Writes the text of an element to the file <prefix><number>.svg, the     *)
(* number with at least three digits.                                      *)
SVGSerialize(svg, frameNamePrefix, frameNumber) ==
  LET Files == INSTANCE IOUtils
      name == frameNamePrefix \o (Files!zeroPadN(frameNumber, 3) \o ".svg")
      how == [charset |-> "UTF-8", format |-> "TXT",
              openOptions |-> <<"WRITE", "CREATE", "TRUNCATE_EXISTING">>]
  IN  Files!Serialize(SVGElemToString(svg), name, how)
=============================================================================
