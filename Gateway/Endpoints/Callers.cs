using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>Who a request comes from.</summary>
public static class Callers
{
    public const string IdempotencyHeader = "Idempotency-Key";

    internal const int MaximumKeyLength = 255;

    /// <summary>The caller; <c>local</c> while there are no keys.</summary>
    public static Caller Of(HttpContext context)
    {
        string? key = context.Request.Headers[IdempotencyHeader];
        if (key is not null && (key.Length is 0 or > MaximumKeyLength || key.Any(character => character is < ' ' or > '~')))
        {
            throw new ProblemException(Problem.Validation(
                $"The header {IdempotencyHeader} has 1 to {MaximumKeyLength} visible ASCII characters.",
                new ProblemItem(IdempotencyHeader, $"1 to {MaximumKeyLength} visible ASCII characters.", "out_of_range")));
        }

        return new Caller { IdempotencyKey = key, RequestId = context.TraceIdentifier, TraceParent = Activity.Current?.Id };
    }
}
