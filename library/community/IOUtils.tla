------------------------------ MODULE IOUtils ------------------------------
(* Files, programs and the environment. What is native cannot be expressed *)
(* in TLA+: here it is a value that nothing is known about.                *)
LOCAL INSTANCE TLC
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences
LOCAL INSTANCE SequencesExt

(* What a program leaves behind.                                           *)
LOCAL Outcome == [exitValue : Int, stdout : STRING, stderr : STRING]

(* native: writes, and reads, one value in the format of TLC               *)
IOSerialize(val, absoluteFilename, compress) == TRUE
IODeserialize(absoluteFilename, compressed) == CHOOSE value : TRUE

(* native: writes, and reads, a value in the format that options names     *)
Serialize(value, dest, options) == CHOOSE outcome \in Outcome : TRUE
Deserialize(src, options) == CHOOSE value : TRUE

(* native: runs a program (a sequence of strings, with places for the      *)
(* parameters in a template), with more environment variables in env       *)
IOExec(command) == CHOOSE outcome \in Outcome : TRUE
IOEnvExec(env, command) == CHOOSE outcome \in Outcome : TRUE
IOExecTemplate(commandTemplate, parameters) == CHOOSE outcome \in Outcome : TRUE
IOEnvExecTemplate(env, commandTemplate, parameters) == CHOOSE outcome \in Outcome : TRUE

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
