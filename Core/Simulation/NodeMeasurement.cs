using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// The chance behind one measurement or reset: shot s gives 1 when element s of <c>Generator(PCG64(SeedSequence(draw_seed))).random(shots)</c> is ≥ P(0);
/// the readout of the shots in <see cref="Flips"/> (ascending) is inverted.
/// </summary>
public sealed record NodeMeasurement(string OperationId, int Qubit, ulong DrawSeed, ImmutableArray<int> Flips);
