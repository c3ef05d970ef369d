namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>What a machine makes of an event: the state after it, or one sentence that says why it may not happen.</summary>
public readonly record struct Transition<TState>
{
    private Transition(TState? state, string? refusal)
    {
        State = state;
        Refusal = refusal;
    }

    /// <summary>The state after the event; not to be read where <see cref="IsRefused"/>.</summary>
    public TState? State { get; }

    /// <summary>Why the event may not happen, or <see langword="null"/>.</summary>
    public string? Refusal { get; }

    /// <summary>Whether the event may not happen.</summary>
    public bool IsRefused => Refusal is not null;

    internal static Transition<TState> To(TState state) => new(state, null);

    internal static Transition<TState> Refuse(string refusal) => new(default, refusal);
}
