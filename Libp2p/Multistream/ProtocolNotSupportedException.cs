namespace Orleans.QuantumMesh.Libp2p;

/// <summary>The peer serves none of the proposed protocols; the connection is as good as before.</summary>
public sealed class ProtocolNotSupportedException : IOException
{
    public ProtocolNotSupportedException()
    {
    }

    public ProtocolNotSupportedException(string message)
        : base(message)
    {
    }

    public ProtocolNotSupportedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
