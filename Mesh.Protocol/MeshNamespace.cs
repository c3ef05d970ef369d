namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>The names of topics and protocols under one rendezvous namespace.</summary>
public sealed record MeshNamespace
{
    /// <summary>The namespace of meshes that name none.</summary>
    public const string DefaultName = "quantum-mesh";

    /// <summary>Takes 1 to 100 letters, digits, dots, dashes and underscores.</summary>
    /// <exception cref="FormatException">The name is something else.</exception>
    public MeshNamespace(string name = DefaultName)
    {
        if (name is not { Length: > 0 and <= 100 } || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_')))
        {
            throw new FormatException($"'{name}' is no mesh namespace: it has 1 to 100 letters, digits, dots, dashes and underscores");
        }

        Name = name;
    }

    /// <summary>The namespace's own name.</summary>
    public string Name { get; }

    /// <summary>Topic of what nodes offer.</summary>
    public string AdvertisementTopic => $"{Name}/service-advertisement/2";

    /// <summary>Topic of signs of life.</summary>
    public string HeartbeatTopic => $"{Name}/peer-heartbeat/2";

    /// <summary>Protocol that prepares, commits and cancels reservations.</summary>
    public string Reservation => $"/quantum-mesh/{Name}/reservation/2.0.0";

    /// <summary>Protocol that executes fragments.</summary>
    public string Fragment => $"/quantum-mesh/{Name}/fragment/2.0.0";

    /// <summary>Protocol by which peers hand jobs to a coordinator.</summary>
    public string Job => $"/quantum-mesh/{Name}/job/2.0.0";

    /// <summary>Protocol that orders faults from nodes started for it.</summary>
    public string Experiment => $"/quantum-mesh/{Name}/experiment/2.0.0";

    /// <inheritdoc />
    public override string ToString() => Name;
}
