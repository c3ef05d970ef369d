namespace Orleans.QuantumMesh.Grains;

/// <summary>How fragments are attempted on nodes.</summary>
public sealed record RuntimeOptions
{
    /// <summary>How long one attempt may take.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many attempts a node gets.</summary>
    public int AttemptsPerNode { get; set; } = 3;

    /// <summary>The wait before the second attempt; doubles with each further one.</summary>
    public TimeSpan BackoffBase { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest wait between attempts.</summary>
    public TimeSpan BackoffLimit { get; set; } = TimeSpan.FromMilliseconds(400);

    /// <summary>By which share a wait varies, up and down.</summary>
    public double BackoffJitter { get; set; } = 0.1;

    /// <summary>How long a node holds a slot that was prepared or committed and not used.</summary>
    public TimeSpan ReservationTtl { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an answer that is late is still waited for, to be recorded as superseded.</summary>
    public TimeSpan LateAnswerWindow { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The wait for a slot where a node without a free one does not say when it has.</summary>
    public TimeSpan CapacityWait { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>A fragment that waits for a slot gains one step of priority in this time, so that nothing starves.</summary>
    public TimeSpan AgeingInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Seed of the jitter.</summary>
    public int JitterSeed { get; set; }
}
