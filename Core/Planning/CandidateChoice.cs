using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>The outcome for one fragment: the chosen node's place in the table, and all scores, the chosen node and its fallbacks first.</summary>
internal sealed record CandidateChoice(int Primary, ImmutableArray<CandidateScore> Scores, ImmutableArray<RefusedCandidate> Refused);
