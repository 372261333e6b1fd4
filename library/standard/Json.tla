---------------------------------- MODULE Json ---------------------------------
(*
 Values as JSON: records as objects, tuples as arrays. Engines must have all of
 it natively: no TLA+ definition reads a file or writes a number. The values
 are therefore left open here (a string, TRUE, any value).
*)
LOCAL INSTANCE Sequences
LOCAL INSTANCE TLC

(* What TLC says where the Java part of this module is not there: it would *)
(* take for true, or for the value of a definition, what is not done.      *)
LOCAL Does(name) ==
  Assert(FALSE, name \o " is done by Java code that TLC was not given: set COMMUNITY_MODULES_JAR to the path of "
                     \o "the community modules' jar, and TLA2TOOLS_JAR to a TLC of about its age")

LOCAL Text(name, form, value) ==
  LET at == <<form, value>>
  IN  CASE Does(name) -> (CHOOSE f \in [{at} -> STRING] : TRUE)[at]

ToJson(value) == Text("ToJson", "any", value)
ToJsonArray(value) == Text("ToJsonArray", "array", value)
ToJsonObject(value) == Text("ToJsonObject", "object", value)

(*
 The official module means these three for itself, but lets users see them:
 the value's text from the members D on.
*)
ToJsonArrayString(F, D) == Text("ToJsonArrayString", "array", <<F, D>>)
ToJsonObjectString(F, D) == Text("ToJsonObjectString", "object", <<F, D>>)
ToJsonString(F, D) == Text("ToJsonString", "any", <<F, D>>)

(* Files: one document, or one on each line. Writing is TRUE. *)
JsonSerialize(absoluteFilename, value) == Does("JsonSerialize")
JsonDeserialize(absoluteFilename) ==
  CASE Does("JsonDeserialize") -> CHOOSE value : value = value
ndJsonSerialize(absoluteFilename, value) == Does("ndJsonSerialize")
ndJsonDeserialize(absoluteFilename) ==
  CASE Does("ndJsonDeserialize") -> CHOOSE value : value = value
================================================================================
