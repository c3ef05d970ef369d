namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>How a call to a node ended on the wire.</summary>
public enum CallStatus
{
    /// <summary>The node answered; what it said is another matter.</summary>
    Answered,

    /// <summary>No answer within the time.</summary>
    TimedOut,

    /// <summary>No connection, or it or the stream ended before the answer.</summary>
    Dropped,

    /// <summary>The answer's signature or form is wrong; it is not used.</summary>
    Invalid,

    /// <summary>The request does not fit into a frame; it was not sent.</summary>
    TooLarge,
}
