namespace Orleans.QuantumMesh.Storage;

/// <summary>A client's idempotency key in its scope: user, route and the key's text.</summary>
public readonly record struct IdempotencyKey
{
    /// <summary>A key in the scope of a user (<c>local</c> where authentication is off) and a route.</summary>
    /// <exception cref="ArgumentException">A part is empty.</exception>
    public IdempotencyKey(string user, string route, string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(user);
        ArgumentException.ThrowIfNullOrWhiteSpace(route);
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        User = user;
        Route = route;
        Text = text;
    }

    /// <summary>Who asked.</summary>
    public string User { get; }

    /// <summary>The route, such as <c>POST /api/v1/circuits/submit</c>.</summary>
    public string Route { get; }

    /// <summary>The key as the client sent it.</summary>
    public string Text { get; }
}
