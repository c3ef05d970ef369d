namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// Amplitudes of which the lowest <paramref name="RunBits"/> bits of the index lie one after another, in 2^<paramref name="RowBits"/> runs that start
/// <paramref name="Stride"/> amplitudes apart.
/// </summary>
internal readonly record struct AmplitudeGrid(int RunBits, long Stride, int RowBits)
{
    /// <summary>A block of one run.</summary>
    public static AmplitudeGrid Block(int qubits) => new(qubits, 1L << qubits, 0);

    /// <summary>Bits of an index.</summary>
    public int Bits => RunBits + RowBits;

    /// <summary>The same amplitudes in runs that end below a bit: only one run can be divided.</summary>
    public AmplitudeGrid Below(int bit) => bit >= RunBits ? this : new AmplitudeGrid(bit, 1L << bit, RunBits - bit);
}
