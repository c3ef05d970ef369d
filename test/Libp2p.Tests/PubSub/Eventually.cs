namespace Orleans.QuantumMesh.Libp2p.Tests.PubSub;

/// <summary>Waits for conditions.</summary>
internal static class Eventually
{
    /// <summary>Waits until the condition holds; fails after a minute.</summary>
    public static async Task HoldsAsync(Func<bool> condition, string what)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(5));
        try
        {
            while (!condition())
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Waited in vain until {what}.");
        }
    }
}
