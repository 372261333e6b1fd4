-------------------------------- MODULE CSV --------------------------------
(* Files of comma-separated values. All four are native: what they do to a *)
(* file is not expressible in TLA+.                                        *)
LOCAL INSTANCE TLC
LOCAL INSTANCE Integers

(* native: appends the elements of val, laid out by the template           *)
CSVWrite(template, val, file) == TRUE

(* native: appends the fields of a record, after a line of their names     *)
CSVWriteRecord(record, delim, headers, file) == TRUE

(* native: the lines of the file, as records with these columns            *)
CSVRead(columns, delimiter, file) == CHOOSE rows : TRUE

(* native: how many lines the file has; 0 when there is no file            *)
CSVRecords(file) == CHOOSE count : count \in Nat
=============================================================================
