namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>What a server does with a request: send a frame, keep silent, or reset the stream.</summary>
public readonly struct RequestReply
{
    private RequestReply(byte[]? frame, bool resets)
    {
        Frame = frame;
        Resets = resets;
    }

    /// <summary>The frame to send, if any.</summary>
    public byte[]? Frame { get; }

    /// <summary>Whether the stream is reset.</summary>
    public bool Resets { get; }

    /// <summary>The request is not answered.</summary>
    public static RequestReply Silence => default;

    /// <summary>The request breaks the protocol.</summary>
    public static RequestReply Reset => new(null, true);

    public static RequestReply Answer(byte[] frame) => new(frame, false);
}
