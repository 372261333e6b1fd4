-------------------------------- MODULE HTML -------------------------------
(* The text of HTML pages.                                                 *)
LOCAL INSTANCE Sequences
LOCAL INSTANCE SequencesExt

(* For each <<name, value>> of args in turn, the value instead of the      *)
(* first occurrence of the name.                                           *)
HTMLFill(string, args) ==
  LET Fill(text, arg) == ReplaceFirstSubSeq(arg[2], arg[1], text)
  IN  FoldLeft(Fill, string, args)

(* The strings one after the other; no separator before the first that is  *)
(* not empty.                                                              *)
LOCAL Join(strings, separator) ==
  LET Add(text, next) == (IF text = "" THEN "" ELSE text \o separator) \o next
  IN  FoldLeft(Add, "", strings)
LOCAL Lines(strings) == Join(strings, "\n")

(* An opening line, a body, a closing line.                                *)
LOCAL Element(opening, body, closing) == Lines(<<opening, body, closing>>)

HTMLDocument(header, body, list_of_scripts) ==
  Lines(<<"<!DOCTYPE html>", "<html>", header, body, Lines(list_of_scripts), "</html>">>)

-----------------------------------------------------------------------------
(* Styles.                                                                 *)
HTMLClass(classname, attribute_list) ==
  Element(classname \o " {", Lines(attribute_list), "}")

HTMLAttribute(name, value) ==
  HTMLFill("%name%: %value%;", <<<<"%name%", name>>, <<"%value%", value>>>>)

HTMLDefaultStyle ==
  LET Class(name, attribute, value) == HTMLClass(name, <<HTMLAttribute(attribute, value)>>)
  IN  Lines(<<Class(".default_grid", "display", "grid"),
              Class(".default_box", "border", "1px solid black"),
              Class(".default_circle", "border-radius", "50%")>>)

HTMLStyleSheet(class_list) ==
  Lines(<<"<style type=\"text/css\">", HTMLDefaultStyle, Lines(class_list), "</style>">>)

-----------------------------------------------------------------------------
(* The head of a page.                                                     *)
HTMLScriptFile(name) == "<script src=\"" \o (name \o "\"></script>")

HTMLScript(children) == Element("<script>", Lines(children), "</script>")

HTMLLink(name, type) ==
  HTMLFill("<link href=\"%name%\" rel=\"%type%\"/>",
           <<<<"%name%", name>>, <<"%type%", type>>>>)

HTMLHeader(title, list_of_links, class_list) ==
  Lines(<<"<head>", "<meta charset=\"UTF-8\">", "<title>" \o (title \o "</title>"),
          Lines(list_of_links), HTMLStyleSheet(class_list), "</head>">>)

-----------------------------------------------------------------------------
(* Its body.                                                               *)
HTMLBody(body) == Element("<body>", body, "</body>")

HTMLFrame(id, children) == Element("<div id=\"" \o (id \o "\">"), Lines(children), "</div>")

HTMLGridContainer(id, class_list, children) ==
  Element(HTMLFill("<div id=\"%id%\" class=\"default_grid %class_list%\">",
                   <<<<"%id%", id>>, <<"%class_list%", Join(class_list, " ")>>>>),
          Lines(children), "</div>")

HTMLBox(id, class_list, size, children) ==
  Element(HTMLFill("<div id=\"%id%\" class=\"default_box %class_list%\" style=\"%size%\">",
                   <<<<"%id%", id>>, <<"%class_list%", Join(class_list, " ")>>,
                     <<"%size%", size>>>>),
          Lines(children), "</div>")

HTMLCircle(id, class_list, size, children) ==
  HTMLBox(id, Cons("default_circle", class_list), size, children)

HTMLText(id, text) == Element("<span id=\"" \o (id \o "\">"), text, "</span>")

HTMLSVG(id, viewBox, size, svgString) ==
  Element(HTMLFill("<svg id=\"%id%\" viewBox=\"%viewBox%\" style=\"%size%\">",
                   <<<<"%id%", id>>, <<"%viewBox%", viewBox>>, <<"%size%", size>>>>),
          svgString, "</svg>")

HTMLSize(width, height) ==
  Join(<<HTMLAttribute("width", width), HTMLAttribute("height", height)>>, " ")

HTMLNewLine == "<br>"

HTMLFlexCenterAttributes ==
  Lines(<<HTMLAttribute("display", "flex"), HTMLAttribute("align-items", "center"),
          HTMLAttribute("justify-content", "center")>>)

-----------------------------------------------------------------------------
(* Scripts: lines between two elements, and keys that lead elsewhere.      *)
HTMLJSLineElems(fromID, destID) ==
  LET Find(mark) == "document.getElementById(\"" \o (mark \o "\")")
  IN  HTMLFill(Find("%id1%") \o (", " \o Find("%id2%")),
               <<<<"%id1%", fromID>>, <<"%id2%", destID>>>>)

LOCAL LeaderLine(pattern, fromID, destID, color, size) ==
  HTMLFill(pattern, <<<<"%elems%", HTMLJSLineElems(fromID, destID)>>,
                      <<"%color%", color>>, <<"%size%", size>>>>)

HTMLJSLine(fromID, destID, color, size) ==
  LeaderLine("new LeaderLine(%elems%, {color: '%color%', size: %size%})",
             fromID, destID, color, size)

HTMLJSLineDash(fromID, destID, color, size) ==
  LeaderLine("new LeaderLine(%elems%,  {color: '%color%', size: %size%, dash: true})",
             fromID, destID, color, size)

HTMLJSKeyListener(events) ==
  Lines(<<"window.onkeyup = function(event) {", "let key = event.key.toUpperCase();",
          Lines(events), "}">>)

HTMLJSNavigationKey(key, file) ==
  Element("if(key == '" \o (key \o "'){"),
          "window.location.replace(\"" \o (file \o "\");"), "}")
=============================================================================
