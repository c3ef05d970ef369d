namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Qubits that share one vector; bit i of its index is qubit <see cref="Qubits"/>[i]. Gates wait until somebody asks for the vector, so that they can be fused.</summary>
internal sealed class Component(List<int> qubits, Statevector vector) : IDisposable
{
    /// <summary>Below, gates are applied at once: planning would cost more than it saves.</summary>
    private const int SmallestFusedQubits = 9;

    private const int MostWaiting = 4096;

    private readonly List<LocalGate> waiting = [];

    /// <summary>The qubits by bit.</summary>
    public List<int> Qubits { get; } = qubits;

    /// <summary>Their amplitudes, with all gates applied.</summary>
    public Statevector Vector
    {
        get
        {
            if (waiting.Count > 0)
            {
                vector.Apply(waiting);
                waiting.Clear();
            }

            return vector;
        }
    }

    /// <summary>The memory of the vector, whatever waits.</summary>
    public long Bytes => vector.Bytes;

    /// <summary>Applies a gate, now or later.</summary>
    public void Apply(LocalGate gate)
    {
        if (Qubits.Count < SmallestFusedQubits)
        {
            vector.Apply(gate);
            return;
        }

        waiting.Add(gate);
        if (waiting.Count >= MostWaiting)
        {
            _ = Vector;
        }
    }

    /// <summary>Gives the vector back; gates that wait are not applied for that.</summary>
    public void Dispose()
    {
        waiting.Clear();
        vector.Dispose();
    }
}
