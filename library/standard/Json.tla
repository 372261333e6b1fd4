---------------------------------- MODULE Json ---------------------------------
(*
 Values as JSON: records as objects, tuples as arrays. Engines must have all of
 it natively: no TLA+ definition reads a file or writes a number. The values
 are therefore left open here (a string, TRUE, any value).
*)
LOCAL Text(form, value) ==
  LET at == <<form, value>> IN (CHOOSE f \in [{at} -> STRING] : TRUE)[at]

ToJson(value) == Text("any", value)
ToJsonArray(value) == Text("array", value)
ToJsonObject(value) == Text("object", value)

(*
 The official module means these three for itself, but lets users see them:
 the value's text from the members D on.
*)
ToJsonArrayString(F, D) == Text("array", <<F, D>>)
ToJsonObjectString(F, D) == Text("object", <<F, D>>)
ToJsonString(F, D) == Text("any", <<F, D>>)

(* Files: one document, or one on each line. Writing is TRUE. *)
JsonSerialize(absoluteFilename, value) == TRUE
JsonDeserialize(absoluteFilename) == CHOOSE value : value = value
ndJsonSerialize(absoluteFilename, value) == TRUE
ndJsonDeserialize(absoluteFilename) == CHOOSE value : value = value
================================================================================
