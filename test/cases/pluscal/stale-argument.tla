---- MODULE stale_argument ----
\* The p-syntax: procedures, macros, single and set processes, every statement.
EXTENDS Integers, Sequences, TLC
CONSTANT Workers

(*
--algorithm counters
variables total = 0, seen = {}, queue = << >>;
define
  Small == total < 10
end define;
macro push(q, item)
begin
  q := Append(q, item);
end macro;
procedure add(amount, times = 1)
variables left = 0;
begin
  add1: left := times;
  add2: while left > 0 do
          total := total + amount;
          left := left - 1;
        end while;
        return;
end procedure;
fair process worker \in Workers
variables mine = 0, last \in {1, 2};
begin
  work: while Small do
          either mine := mine + last; push(queue, self);
          or     with n \in 1..3, m = n * 2 do mine := m end with;
          end either;
          if mine > 5 then
            call add(mine, 3);
          elsif mine = 3 then
            skip;
          else
            tell: print <<self, mine>>;
          end if;
  next:   seen := seen \cup {self} || last := 1;
        end while;
  stop: goto Done;
end process;
process boss = "boss"
begin
  look: await queue # << >>;
        assert \A i, j \in 1..Len(queue) : i = j \/ TRUE;
        queue := Tail(queue);
end process;
end algorithm; *)
\* BEGIN TRANSLATION (chksum(pcal) = "8c29ad4a" /\ chksum(tla) = "7025a018")
CONSTANT defaultInitValue
VARIABLES total, seen, queue, pc, stack

(* define statement *)
Small == total < 10

VARIABLES amount, times, left, mine, last

vars == << total, seen, queue, pc, stack, amount, times, left, mine, last >>

ProcSet == (Workers) \cup {"boss"}

Init == (* Global variables *)
        /\ total = 0
        /\ seen = {}
        /\ queue = << >>
        (* Procedure add *)
        /\ amount = [ self \in ProcSet |-> defaultInitValue]
        /\ times = [ self \in ProcSet |-> 1]
        /\ left = [ self \in ProcSet |-> 0]
        (* Process worker *)
        /\ mine = [self \in Workers |-> 0]
        /\ last \in [Workers -> {1, 2}]
        /\ stack = [self \in ProcSet |-> << >>]
        /\ pc = [self \in ProcSet |-> CASE self \in Workers -> "work"
                                        [] self = "boss" -> "look"]

add1(self) == /\ pc[self] = "add1"
              /\ left' = [left EXCEPT ![self] = times[self]]
              /\ pc' = [pc EXCEPT ![self] = "add2"]
              /\ UNCHANGED << total, seen, queue, stack, amount, times, mine, 
                              last >>

add2(self) == /\ pc[self] = "add2"
              /\ IF left[self] > 0
                    THEN /\ total' = total + amount[self]
                         /\ left' = [left EXCEPT ![self] = left[self] - 1]
                         /\ pc' = [pc EXCEPT ![self] = "add2"]
                         /\ UNCHANGED << stack, amount, times >>
                    ELSE /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                         /\ left' = [left EXCEPT ![self] = Head(stack[self]).left]
                         /\ amount' = [amount EXCEPT ![self] = Head(stack[self]).amount]
                         /\ times' = [times EXCEPT ![self] = Head(stack[self]).times]
                         /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                         /\ total' = total
              /\ UNCHANGED << seen, queue, mine, last >>

add(self) == add1(self) \/ add2(self)

work(self) == /\ pc[self] = "work"
              /\ IF Small
                    THEN /\ \/ /\ mine' = [mine EXCEPT ![self] = mine[self] + last[self]]
                               /\ queue' = Append(queue, self)
                            \/ /\ \E n \in 1..3:
                                    LET m == n * 2 IN
                                      mine' = [mine EXCEPT ![self] = m]
                               /\ queue' = queue
                         /\ IF mine'[self] > 5
                               THEN /\ /\ amount' = [amount EXCEPT ![self] = mine'[self]]
                                       /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "add",
                                                                                pc        |->  "next",
                                                                                left      |->  left[self],
                                                                                amount    |->  amount[self],
                                                                                times     |->  times[self] ] >>
                                                                            \o stack[self]]
                                       /\ times' = [times EXCEPT ![self] = 2]
                                    /\ left' = [left EXCEPT ![self] = 0]
                                    /\ pc' = [pc EXCEPT ![self] = "add1"]
                               ELSE /\ IF mine'[self] = 3
                                          THEN /\ TRUE
                                               /\ pc' = [pc EXCEPT ![self] = "next"]
                                          ELSE /\ pc' = [pc EXCEPT ![self] = "tell"]
                                    /\ UNCHANGED << stack, amount, times, left >>
                    ELSE /\ pc' = [pc EXCEPT ![self] = "stop"]
                         /\ UNCHANGED << queue, stack, amount, times, left, 
                                         mine >>
              /\ UNCHANGED << total, seen, last >>

next(self) == /\ pc[self] = "next"
              /\ /\ last' = [last EXCEPT ![self] = 1]
                 /\ seen' = (seen \cup {self})
              /\ pc' = [pc EXCEPT ![self] = "work"]
              /\ UNCHANGED << total, queue, stack, amount, times, left, mine >>

tell(self) == /\ pc[self] = "tell"
              /\ PrintT(<<self, mine[self]>>)
              /\ pc' = [pc EXCEPT ![self] = "next"]
              /\ UNCHANGED << total, seen, queue, stack, amount, times, left, 
                              mine, last >>

stop(self) == /\ pc[self] = "stop"
              /\ pc' = [pc EXCEPT ![self] = "Done"]
              /\ UNCHANGED << total, seen, queue, stack, amount, times, left, 
                              mine, last >>

worker(self) == work(self) \/ next(self) \/ tell(self) \/ stop(self)

look == /\ pc["boss"] = "look"
        /\ queue # << >>
        /\ Assert(\A i, j \in 1..Len(queue) : i = j \/ TRUE, 
                  "Failure of assertion at line 47, column 9.")
        /\ queue' = Tail(queue)
        /\ pc' = [pc EXCEPT !["boss"] = "Done"]
        /\ UNCHANGED << total, seen, stack, amount, times, left, mine, last >>

boss == look

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == boss
           \/ (\E self \in ProcSet: add(self))
           \/ (\E self \in Workers: worker(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in Workers : WF_vars(worker(self)) /\ WF_vars(add(self))

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 
====
EXPECT
stale
7:1 error pluscal/stale
note the step at label `work` differs
