------------------------------ MODULE IOUtils ------------------------------
(* Files, programs and the environment. What is native cannot be expressed *)
(* in TLA+: here it is a value that nothing is known about.                *)
LOCAL INSTANCE TLC
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences
LOCAL INSTANCE SequencesExt

(* What TLC says where the Java part of this module is not there: it would *)
(* take for true what is not done.                                         *)
LOCAL Does(name) ==
  Assert(FALSE, name \o " is done by Java code that TLC was not given: set COMMUNITY_MODULES_JAR to the path of "
                     \o "the community modules' jar, and TLA2TOOLS_JAR to a TLC of about its age")

(* What a program leaves behind.                                           *)
LOCAL Outcome == [exitValue : Int, stdout : STRING, stderr : STRING]

(* native: writes, and reads, one value in the format of TLC               *)
IOSerialize(val, absoluteFilename, compress) == Does("IOSerialize")
IODeserialize(absoluteFilename, compressed) ==
  CASE Does("IODeserialize") -> CHOOSE value : TRUE

(* native: writes, and reads, a value in the format that options names     *)
Serialize(value, dest, options) ==
  CASE Does("Serialize") -> CHOOSE outcome \in Outcome : TRUE
Deserialize(src, options) ==
  CASE Does("Deserialize") -> CHOOSE value : TRUE

(* native: runs a program (a sequence of strings, with places for the      *)
(* parameters in a template), with more environment variables in env       *)
IOExec(command) ==
  CASE Does("IOExec") -> CHOOSE outcome \in Outcome : TRUE
IOEnvExec(env, command) ==
  CASE Does("IOEnvExec") -> CHOOSE outcome \in Outcome : TRUE
IOExecTemplate(commandTemplate, parameters) ==
  CASE Does("IOExecTemplate") -> CHOOSE outcome \in Outcome : TRUE
IOEnvExecTemplate(env, commandTemplate, parameters) ==
  CASE Does("IOEnvExecTemplate") -> CHOOSE outcome \in Outcome : TRUE

(* native: the environment variables                                       *)
IOEnv == CHOOSE env \in [STRING -> STRING] : TRUE

(* native: the number that a string shows                                  *)
atoi(str) == CHOOSE n \in Int : str = ToString(n)

(* n as a string of at least `width` characters, filled with leading 0s.   *)
zeroPadN(n, width) ==
  LET digits == ToString(n)
      Longer(text, k) == "0" \o text
  IN  FoldLeft(Longer, digits, [k \in 1..(width - Len(digits)) |-> k])
=============================================================================
