using System.Security.Cryptography;
using System.Text;

namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>Makes the ids of reservations.</summary>
public static class ReservationKeys
{
    /// <summary>The id for a request: derived from owner and idempotency key where there is one, random otherwise.</summary>
    public static string For(ReservationRequest request, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(caller);
        string? key = request.IdempotencyKey ?? caller.IdempotencyKey;
        return key is null ? $"res-{Guid.NewGuid():N}" : Derive("manual", caller.Owner, key);
    }

    /// <summary>The id that the same owner and key give once they have ended for this one.</summary>
    public static string After(string reservationId) => Derive("after", reservationId);

    /// <summary>The id of a job's reservation, equal for equal job, fragment (with its turn) and attempt.</summary>
    public static string For(string jobId, string fragmentId, int attempt) =>
        Derive("job", jobId, fragmentId, attempt.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static string Derive(params ReadOnlySpan<string> parts)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts)));
        return $"res-{Convert.ToHexStringLower(digest.AsSpan(0, 16))}";
    }
}
