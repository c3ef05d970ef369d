namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// A machine vector that holds <see cref="Count"/> complex numbers as interleaved parts. Kernels are written once over it, and compiled for each width.
/// </summary>
internal unsafe interface ILanes<TSelf, TElement>
    where TSelf : unmanaged, ILanes<TSelf, TElement>
    where TElement : unmanaged
{
    /// <summary>Complex numbers in a vector, a power of 2.</summary>
    static abstract int Count { get; }

    static abstract TSelf Load(TElement* source);

    static abstract void Store(TElement* destination, TSelf value);

    /// <summary>Stores the parts as doubles.</summary>
    static abstract void StoreWidened(double* destination, TSelf value);

    /// <summary>All parts the same.</summary>
    static abstract TSelf Fill(TElement value);

    static abstract TSelf Add(TSelf left, TSelf right);

    static abstract TSelf Multiply(TSelf left, TSelf right);

    /// <summary>left · right + addend.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>left · right + addend, with the right from memory.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TElement* right, TSelf addend);

    /// <summary>left · scalar + addend.</summary>
    static abstract TSelf MultiplyAddScalar(TSelf left, TElement* scalar, TSelf addend);

    /// <summary>Exchanges real and imaginary parts.</summary>
    static abstract TSelf SwapParts(TSelf value);

    /// <summary>The real parts of both, in an order that <see cref="First"/> and <see cref="Second"/> undo.</summary>
    static abstract TSelf Reals(TSelf first, TSelf second);

    /// <summary>The imaginary parts of both, in the same order.</summary>
    static abstract TSelf Imaginaries(TSelf first, TSelf second);

    /// <summary>The first vector again, from the real and the imaginary parts of both.</summary>
    static abstract TSelf First(TSelf reals, TSelf imaginaries);

    /// <summary>The second vector again, from the real and the imaginary parts of both.</summary>
    static abstract TSelf Second(TSelf reals, TSelf imaginaries);

    /// <summary>The vector that makes <see cref="Permute"/> take complex number i from place <paramref name="source"/>[i].</summary>
    static abstract TSelf Permutation(ReadOnlySpan<int> source);

    static abstract TSelf Permute(TSelf value, TSelf permutation);

    /// <summary>The vector that makes <see cref="Select"/> take complex number i from the first where bit i of <paramref name="first"/> is set.</summary>
    static abstract TSelf Mask(int first);

    static abstract TSelf Select(TSelf mask, TSelf first, TSelf second);

    /// <summary>The sum of all parts, in double precision.</summary>
    static abstract double Sum(TSelf value);
}
