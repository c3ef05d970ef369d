namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>What <c>--help</c> prints.</summary>
internal static class NodeHelp
{
    public const string Text = """
        A service node of the quantum mesh.

          --bootstrap MULTIADDR …   coordinators or nodes to stay connected to, each ending in /p2p/ID
          --namespace NAME          rendezvous namespace (quantum-mesh)
          --data DIR                key and answers (data/NAME)
          --name NAME               from which the node's own quality follows (node)
          --port P                  TCP port on loopback; 0 takes a free one and keeps it (0)
          --listen MULTIADDR …      what to listen on instead
          --announce MULTIADDR …    what peers are told instead of the addresses listened on
          --capacity N              fragments at once (4)
          --qubit-max N             qubits of one fragment (32)
          --service-type TYPE …     services to offer (all)
          --fidelity F              average gate fidelity of every service's gates
          --link-fidelity F         fidelity of the Bell pairs by which qubits are handed over
          --readout P               odds that a readout is inverted
          --damping G               amplitude damping after each gate (0)
          --drift S                 growth of all errors in an hour, as a share of themselves (0)
          --latency-ms A[-B]        extra time before each answer
          --drop-rate P             share of requests that are done but not answered
          --reject-rate P           share of requests that are refused
          --trust-tier TIER         platform_managed, org_managed, user_contributed, public_untrusted or quarantined
          --experiments             takes faults on order
          --parent-pipe             ends when standard input does
          --json                    log lines as JSON
        """;
}
