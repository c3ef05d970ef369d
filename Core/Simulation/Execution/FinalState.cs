using System.Numerics;
using System.Runtime.InteropServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>The amplitudes of all qubits in one block; bit i of an index is qubit i.</summary>
public sealed class FinalState : IDisposable
{
    private readonly Statevector vector;

    internal FinalState(Statevector vector) => this.vector = vector;

    /// <summary>How many qubits there are.</summary>
    public int QubitCount => vector.QubitCount;

    /// <summary>An amplitude.</summary>
    public Complex this[long index] => vector[index];

    /// <summary>Writes all amplitudes as pairs of little-endian doubles.</summary>
    public void WriteTo(Stream stream)
    {
        var block = new Complex[Math.Min(vector.Length, 1 << 16)];
        for (long start = 0; start < vector.Length; start += block.Length)
        {
            for (var i = 0; i < block.Length; i++)
            {
                block[i] = vector[start + i];
            }

            stream.Write(MemoryMarshal.AsBytes<Complex>(block));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => vector.Dispose();
}
