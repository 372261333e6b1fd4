-------------------------------- MODULE CSV --------------------------------
(* Files of comma-separated values. All four are native: what they do to a *)
(* file is not expressible in TLA+.                                        *)
LOCAL INSTANCE TLC
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences

(* What TLC says where the Java part of this module is not there: it would *)
(* take for true, or for the value of a definition, what is not done.      *)
LOCAL Does(name) ==
  Assert(FALSE, name \o " is done by Java code that TLC was not given: set COMMUNITY_MODULES_JAR to the path of "
                     \o "the community modules' jar, and TLA2TOOLS_JAR to a TLC of about its age")

(* native: appends the elements of val, laid out by the template           *)
CSVWrite(template, val, file) == Does("CSVWrite")

(* native: appends the fields of a record, after a line of their names     *)
CSVWriteRecord(record, delim, headers, file) == Does("CSVWriteRecord")

(* native: the lines of the file, as records with these columns            *)
CSVRead(columns, delimiter, file) == CASE Does("CSVRead") -> CHOOSE rows : TRUE

(* native: how many lines the file has; 0 when there is no file            *)
CSVRecords(file) == CASE Does("CSVRecords") -> CHOOSE count : count \in Nat
=============================================================================
