namespace Orleans.QuantumMesh.Grains;

/// <summary>How the journal's streams are called.</summary>
internal static class StreamNames
{
    /// <summary>A job's stream is its id.</summary>
    public static string OfJob(string jobId) => jobId;

    /// <summary>A reservation's stream is its id.</summary>
    public static string OfReservation(string reservationId) => reservationId;

    /// <summary>A node's stream is its grain's key, <c>node-</c> + peer id.</summary>
    public static string OfNode(string peerId) => $"node-{peerId}";
}
