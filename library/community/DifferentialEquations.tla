----------------------- MODULE DifferentialEquations -----------------------
(* Solutions of ordinary differential equations (not evaluable).           *)
LOCAL INSTANCE Reals
LOCAL INSTANCE Sequences

LOCAL Positive == {r \in Real : 0 < r}
LOCAL Between(a, b) == {r \in Real : a < r /\ r < b}
LOCAL Close(r, s, e) == r \in Between(s - e, s + e)

(* df is the derivative of the real function f, at every point of its      *)
(* domain the limit of the quotients of differences.                       *)
LOCAL Derivative(df, f) ==
  /\ df \in [DOMAIN f -> Real]
  /\ \A x \in DOMAIN f : \A e \in Positive : \E d \in Positive :
       \A y \in Between(x - d, x + d) :
         y # x => Close((f[y] - f[x]) / (y - x), df[x], e)

(* df is the n-th derivative of f.                                         *)
LOCAL NthDerivative(n, df, f) ==
  LET nth[k \in 0..n, g \in [DOMAIN f -> Real]] ==
        IF k > 0
          THEN \E h \in [DOMAIN f -> Real] : Derivative(g, h) /\ nth[k - 1, h]
          ELSE f = g
  IN  nth[n, df]

(* Let f solve D[<<t, f(t), f'(t), ..., f's n-th derivative at t>>] = 0    *)
(* around a..b, with the values InitVals of f and its n - 1 first          *)
(* derivatives at a: the same n values at b.                               *)
Integrate(D, a, b, InitVals) ==
  LET n == Len(InitVals)
      Solves(g, I) ==
        /\ g \in [0..n -> [I -> Real]]
        /\ \A k \in 1..n : g[k - 1][a] = InitVals[k] /\ NthDerivative(k, g[k], g[0])
        /\ \A t \in I :
             D[[k \in 1..(n + 2) |-> IF k = 1 THEN t ELSE g[k - 2][t]]] = 0
      solution == CHOOSE g : \E e \in Positive : Solves(g, Between(a - e, b + e))
  IN  [k \in 1..n |-> solution[k - 1][b]]
=============================================================================
