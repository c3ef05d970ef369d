namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>The node's quality as time passes: the calibration, worse by the drift in steps of a minute, and by what an experiment ordered. Thread-safe.</summary>
public sealed class QualityClock
{
    private readonly Calibration _calibration;
    private readonly double _driftPerHour;
    private readonly FaultDesk _faults;
    private readonly TimeProvider _time;
    private volatile Step _step;

    public QualityClock(ServiceNodeOptions options, FaultDesk faults, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _faults = faults;
        _time = time;
        _driftPerHour = options.DriftPerHour;
        _calibration = CalibrationDefaults.For(
            options.Name, options.ServiceTypes, time.GetUtcNow(), options.Fidelity, options.LinkFidelity, options.ReadoutError, options.Damping);
        _step = new Step(1, new NoiseModel(_calibration));
    }

    /// <summary>The model to draw from now.</summary>
    public NoiseModel Model
    {
        get
        {
            double factor = 1 + _faults.Current.FidelityDrift;
            if (_driftPerHour != 0)
            {
                factor *= 1 + (_driftPerHour * Math.Floor((_time.GetUtcNow() - _calibration.CalibratedAt).TotalMinutes) / 60);
            }

            Step step = _step;
            if (step.Factor != factor)
            {
                _step = step = new Step(factor, new NoiseModel(_calibration.Worsened(factor)));
            }

            return step.Model;
        }
    }

    private sealed record Step(double Factor, NoiseModel Model);
}
