// Measure, reset, condition, loop: a qubit is entangled, read, cleared and used anew; a flag steers what happens next.
OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
bit[3] c;
bit flag;
ry(1.104012) q[0];
cx q[0], q[1];
flag = measure q[1];
reset q[1];
for int i in [0:1] {
  h q[i];
  cx q[i], q[2];
}
if (flag) {
  x q[2];
}
c = measure q;
