namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>The contract's words for the states of reservations, spelled as the reference system does.</summary>
public static class ReservationStateNames
{
    /// <summary>The state's word, such as <c>PREPARED</c>.</summary>
    public static string ToWord(this ReservationState state) => state switch
    {
        ReservationState.Requested => "REQUESTED",
        ReservationState.Prepared => "PREPARED",
        ReservationState.Committed => "COMMITTED",
        ReservationState.Executed => "EXECUTED",
        ReservationState.Rejected => "REJECTED",
        ReservationState.Canceled => "CANCELED",
        ReservationState.Expired => "EXPIRED",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>Reads a word.</summary>
    public static bool TryParse(string? word, out ReservationState state)
    {
        foreach (ReservationState candidate in Enum.GetValues<ReservationState>())
        {
            if (candidate.ToWord() == word)
            {
                state = candidate;
                return true;
            }
        }

        state = default;
        return false;
    }
}
