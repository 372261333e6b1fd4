-------------------------------- MODULE Json -------------------------------
(* Values as JSON text. The definitions say what is exported and what the  *)
(* text looks like for flat values, elements in the order of CHOOSE; the   *)
(* native versions also write nested values.                               *)
LOCAL INSTANCE Sequences
LOCAL INSTANCE FiniteSets
LOCAL INSTANCE TLC

(* What TLC says where the Java part of this module is not there: it would *)
(* take for true, or for the value of a definition, what is not done.      *)
LOCAL Does(name) ==
  Assert(FALSE, name \o " is done by Java code that TLC was not given: set COMMUNITY_MODULES_JAR to the path of "
                     \o "the community modules' jar, and TLA2TOOLS_JAR to a TLC of about its age")

LOCAL Pair(F, d) == ToString(ToString(d)) \o (":" \o ToString(F[d]))

(* F on its arguments D, those not yet written. The opening bracket comes  *)
(* before the first, the closing one after the last. (LOCAL does not hide  *)
(* what was declared RECURSIVE: the three names are exported.)             *)
RECURSIVE ToJsonObjectString(_, _)
LOCAL ToJsonObjectString(F, D) ==
  LET d == CHOOSE e \in D : TRUE
      opening == IF DOMAIN F = D THEN "{" ELSE ", "
      rest == IF D = {d} THEN "}" ELSE ToJsonObjectString(F, D \ {d})
  IN  opening \o Pair(F, d) \o rest

RECURSIVE ToJsonArrayString(_, _)
LOCAL ToJsonArrayString(F, D) ==
  LET d == CHOOSE e \in D : TRUE
      opening == IF DOMAIN F = D THEN "[" ELSE ", "
      rest == IF D = {d} THEN "]" ELSE ToJsonArrayString(F, D \ {d})
  IN  opening \o ToString(F[d]) \o rest

RECURSIVE ToJsonString(_, _)
LOCAL ToJsonString(F, D) == ToJsonArrayString(F, D)

ToJsonArray(value) ==
  LET D == DOMAIN value IN IF D # {} THEN ToJsonArrayString(value, D) ELSE "[]"
ToJsonObject(value) ==
  LET D == DOMAIN value IN IF D # {} THEN ToJsonObjectString(value, D) ELSE "{}"

(* native: an object for a record, an array for a sequence or a set        *)
ToJson(value) ==
  LET D == DOMAIN value IN IF D # {} THEN ToJsonString(value, D) ELSE "{}"

(* native: write and read a file of one JSON value (Json), or of one on    *)
(* each line (ndJson)                                                      *)
JsonSerialize(absoluteFilename, value) == Does("JsonSerialize")
JsonDeserialize(absoluteFilename) ==
  CASE Does("JsonDeserialize") -> CHOOSE value : TRUE
ndJsonSerialize(absoluteFilename, value) == Does("ndJsonSerialize")
ndJsonDeserialize(absoluteFilename) ==
  CASE Does("ndJsonDeserialize") -> CHOOSE value : TRUE
=============================================================================
