namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// The outcomes of a sequence of measurements of one state, run by run: <see cref="Reset"/> starts a run, <see cref="ProbabilityOfZero"/> is that of
/// the next measurement given the run's outcomes so far, <see cref="Take"/> goes on with an outcome.
/// </summary>
internal abstract class OutcomeSampler
{
    /// <summary>Starts a run.</summary>
    public abstract void Reset();

    /// <summary>P(0) of the next measurement.</summary>
    public abstract double ProbabilityOfZero();

    /// <summary>The next measurement had that outcome.</summary>
    public abstract void Take(bool outcome);
}
