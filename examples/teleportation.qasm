// Teleportation with its corrections: what is prepared on q[0] is undone on q[2], so c2 always reads 0.
OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
bit c0;
bit c1;
bit c2;
U(1.104012, 0.761697, 1.537156) q[0];
h q[1];
cx q[1], q[2];
cx q[0], q[1];
h q[0];
c0 = measure q[0];
c1 = measure q[1];
if (c1) x q[2];
if (c0 == true) z q[2];
inv @ U(1.104012, 0.761697, 1.537156) q[2];
c2 = measure q[2];
