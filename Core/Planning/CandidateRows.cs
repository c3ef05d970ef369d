using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>The nodes (as places in the table) that may have a fragment, best fidelity first, then by id; what each costs whatever the fragment; and who was refused.</summary>
internal sealed record CandidateRows(int[] Nodes, CandidateScore[] Base, ImmutableArray<RefusedCandidate> Refused);
