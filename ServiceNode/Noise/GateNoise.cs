namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>
/// The channel of one gate on k qubits: with probability <see cref="Probability"/> one of the 4^k − 1 Paulis other than the identity, then amplitude damping of each qubit.
/// Process fidelity: (1 − p)·c + p·(1 − c)/(4^k − 1) with c the damping's own, ((1 + √(1 − γ))/2)^2k; average gate fidelity F = (d·process + 1)/(d + 1), d = 2^k
/// (without damping F = 1 − p·d/(d + 1)).
/// </summary>
internal readonly record struct GateNoise(double Probability, double AverageFidelity, double ProcessFidelity)
{
    private const int Digits = 12;

    /// <summary>Total damping leaves nothing that a Pauli error could worsen.</summary>
    private const double NoEffect = 1e-12;

    /// <summary>The channel with average gate fidelity F, or as near to it as the damping lets it be.</summary>
    public static GateNoise ForFidelity(double fidelity, int qubits, double damping)
    {
        double d = Math.Pow(2, qubits);
        double others = (d * d) - 1;
        double damped = DampingProcessFidelity(qubits, damping);
        double wanted = (((d + 1) * fidelity) - 1) / d;
        double perError = damped - ((1 - damped) / others);
        double p = perError <= NoEffect ? 0 : Math.Round(Math.Clamp((damped - wanted) / perError, 0, 1), Digits);
        double process = ((1 - p) * damped) + (p * (1 - damped) / others);
        return new GateNoise(p, ((d * process) + 1) / (d + 1), process);
    }

    /// <summary>A hand-over by Bell pairs of this fidelity: p = 1 − fidelity on one qubit, F = (2·fidelity + 1)/3.</summary>
    public static GateNoise ForLink(double linkFidelity) => new(Math.Round(1 - linkFidelity, Digits), ((2 * linkFidelity) + 1) / 3, linkFidelity);

    /// <summary>The largest F that this damping leaves.</summary>
    public static double Best(int qubits, double damping)
    {
        double d = Math.Pow(2, qubits);
        return ((d * DampingProcessFidelity(qubits, damping)) + 1) / (d + 1);
    }

    private static double DampingProcessFidelity(int qubits, double damping) => Math.Pow((1 + Math.Sqrt(1 - damping)) / 2, 2 * qubits);
}
